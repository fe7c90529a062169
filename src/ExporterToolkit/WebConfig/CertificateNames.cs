using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.WebConfig;

/// <summary>The names that a certificate gives its owner: the common name of its subject and all alternative names.</summary>
public static class CertificateNames
{
    private const string CommonNameOid = "2.5.4.3";

    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var common = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameOid)
            .Select(part => part.GetSingleElementValue())
            .OfType<string>();
        return [.. common, .. SubjectAlternativeNames.Of(certificate)];
    }
}

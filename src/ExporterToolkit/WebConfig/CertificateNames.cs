using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.WebConfig;

/// <summary>Names in a certificate: the common name of the subject and all subject alternative names.</summary>
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

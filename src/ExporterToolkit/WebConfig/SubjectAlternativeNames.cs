using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ExporterToolkit.WebConfig;

/// <summary>Subject alternative names of a certificate: DNS, e-mail, URI and IP address. .NET's own reader has only DNS and IP.</summary>
public static class SubjectAlternativeNames
{
    private const string ExtensionOid = "2.5.29.17";

    // RFC 5280, 4.2.1.6: GeneralName.
    private const int EmailTag = 1;
    private const int DnsTag = 2;
    private const int UriTag = 6;
    private const int AddressTag = 7;

    public static IReadOnlyList<string> Of(X509Certificate2 certificate)
    {
        var names = new List<string>();
        try
        {
            foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == ExtensionOid))
            {
                var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (sequence.HasData)
                {
                    if (ReadName(sequence) is { } name)
                        names.Add(name);
                }
            }
        }
        catch (AsnContentException)
        {
            // A certificate with unreadable names has none: it is refused, without an error.
            return [];
        }

        return names;
    }

    private static string? ReadName(AsnReader sequence)
    {
        var tag = sequence.PeekTag();
        switch (tag.TagValue)
        {
            case EmailTag or DnsTag or UriTag:
                return sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            case AddressTag:
                var bytes = sequence.ReadOctetString(tag);
                return bytes.Length is 4 or 16 ? new IPAddress(bytes).ToString() : null;
            default:
                sequence.ReadEncodedValue();
                return null;
        }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BalloonExporter.Lab.Soak;

/// <summary>The exporter's TLS certificate, its API token and the user who may read its metrics; replaced as an operator's tools do it: written beside, and renamed.</summary>
internal sealed class SoakKeys
{
    // The user's password.
    private const string Hash = "$2b$10$abcdefghijklmnopqrstuuoJYPlcqQdh8B9225cdARwUL9aTZ/f4C";

    private readonly LabFolder _folder;
    private readonly ConcurrentDictionary<string, bool> _made = [];
    private int _rotations;

    private SoakKeys(LabFolder folder) => _folder = folder;

    public string WebConfigFile => _folder.PathOf("soak-web.yml");

    public string TokenFile => _folder.PathOf("soak-token");

    public static string User => "scraper";

    public static string Password => "soak-password-of-the-scrapers";

    public string CertificateFile => _folder.PathOf("soak-cert.pem");

    public string Token { get; private set; } = "";

    /// <summary>Of the certificate that counts now.</summary>
    public string Thumbprint { get; private set; } = "";

    public static async Task<SoakKeys> CreateAsync(LabFolder folder)
    {
        var keys = new SoakKeys(folder);
        await keys.RotateAsync();
        await keys.WriteWebConfigAsync();
        return keys;
    }

    public bool WasMade(string thumbprint) => _made.ContainsKey(thumbprint);

    /// <summary>Another certificate and another token of the same lengths.</summary>
    public async Task RotateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        Token = FormattableString.Invariant($"soak-token-number-{_rotations++:0000}");
        _made[certificate.Thumbprint] = true;
        await ReplaceAsync("soak-cert.pem", certificate.ExportCertificatePem());
        await ReplaceAsync("soak-key.pem", key.ExportPkcs8PrivateKeyPem());
        await ReplaceAsync("soak-token", Token + "\n");
        Thumbprint = certificate.Thumbprint;
    }

    /// <summary>The web configuration as it should be.</summary>
    public Task WriteWebConfigAsync() =>
        ReplaceAsync("soak-web.yml", $"tls_server_config: {{cert_file: soak-cert.pem, key_file: soak-key.pem}}\nbasic_auth_users: {{{User}: '{Hash}'}}\n");

    private async Task ReplaceAsync(string name, string text)
    {
        var beside = await _folder.WriteAsync(name + ".new", text);
        File.Move(beside, _folder.PathOf(name), overwrite: true);
    }
}

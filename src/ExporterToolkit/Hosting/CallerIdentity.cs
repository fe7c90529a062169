namespace ExporterToolkit.Hosting;

/// <summary>Authentication types of the identities that <see cref="WebConfigGate"/> adds to a request's user.</summary>
public static class CallerIdentity
{
    /// <summary>A user of the web configuration, with its name.</summary>
    public const string User = "Basic";

    /// <summary>A client with a verified certificate; each of its names is a claim.</summary>
    public const string Client = "Certificate";
}

namespace ExporterToolkit.Hosting;

/// <summary>Which requests the web configuration is for.</summary>
public interface IWebConfigScope
{
    /// <summary>Whether nothing of it applies: the caller did not come over the network.</summary>
    bool IsExempt(HttpContext context);

    /// <summary>Whether the page has keys of its own: it requires no user.</summary>
    bool HasOwnKeys(HttpContext context);
}

using System.Text.Json;

namespace BalloonExporter.Lab;

/// <summary>The pieces of JSON that Prometheus' and Alertmanager's interfaces have in common.</summary>
internal static class JsonText
{
    public static IReadOnlyDictionary<string, string> Labels(JsonElement element) =>
        element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString() ?? "");

    public static async Task<JsonElement> GetAsync(Uri address, CancellationToken cancel)
    {
        using var response = await LabHttp.Client.GetAsync(address, cancel);
        return await ReadAsync(response, address, cancel);
    }

    /// <summary>The body of a good answer; nothing (<see cref="JsonValueKind.Undefined"/>) when it has none.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken cancel)
    {
        var body = await response.Content.ReadAsStringAsync(cancel);
        if (!response.IsSuccessStatusCode)
            throw new LabException($"{address} answers {(int)response.StatusCode}: {body}");
        if (body.Length == 0)
            return default;
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}

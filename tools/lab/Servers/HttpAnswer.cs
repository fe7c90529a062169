using System.Net;

namespace BalloonExporter.Lab;

/// <summary>What a page of the exporter said.</summary>
public sealed record HttpAnswer(HttpStatusCode Status, string Body);

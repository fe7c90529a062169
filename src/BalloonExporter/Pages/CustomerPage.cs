namespace BalloonExporter.Pages;

/// <summary>Metadata of an endpoint for customers: it is served at their address only.</summary>
internal sealed class CustomerPage;

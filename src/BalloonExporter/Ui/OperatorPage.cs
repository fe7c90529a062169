namespace BalloonExporter.Ui;

/// <summary>Metadata of an endpoint of the operator's page: every one of them has it.</summary>
internal sealed class OperatorPage;

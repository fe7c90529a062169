namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>One attack, or one bad day. What it broke of the world around the exporter is whole again when its task ends.</summary>
internal interface IAttack
{
    /// <exception cref="Xunit.Sdk.XunitException">The exporter did something that it must not.</exception>
    Task RunAsync(Victim victim);
}

namespace LibvirtSharp.Tests;

/// <summary>libvirt's test driver: a simulated host inside the library, with one running domain named "test" (2 GiB now).</summary>
internal static class TestHost
{
    internal const string Uri = "test:///default";

    /// <summary>The domain it starts with.</summary>
    internal static readonly Guid TestDomain = new("6695eb01-f6a4-8304-79aa-97f2502e193f");

    internal static readonly Guid Nobody = new("00000000-0000-4000-8000-000000000000");

    internal static LibvirtConnection Open() => LibvirtConnection.Open(Uri);

    internal static LibvirtDomain FindTestDomain(this LibvirtConnection connection) =>
        connection.FindDomain(TestDomain) ?? throw new InvalidOperationException("The test driver has lost its domain.");

    internal static string DomainXml(string name, Guid uuid) =>
        $"""
        <domain type='test'>
          <name>{name}</name>
          <uuid>{uuid}</uuid>
          <memory unit='KiB'>1048576</memory>
          <currentMemory unit='KiB'>524288</currentMemory>
          <os><type>hvm</type></os>
        </domain>
        """;
}

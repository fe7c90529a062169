namespace LibvirtSharp.Tests;

internal static class Prerequisites
{
    /// <summary>
    /// What a machine without the headers, libvirt's API description or a C compiler needs. Never a reason to skip a test.
    /// </summary>
    internal const string Advice = "please run: apt-get install -y libvirt-dev gcc libc6-dev";
}

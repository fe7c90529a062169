using System.Reflection;
using System.Xml.Linq;
using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Coverage;

/// <summary>What libvirt calls with other arguments than we take is a crash, or a wrong number: each is compared with its description.</summary>
public sealed class CallbackCoverageTests
{
    [Theory]
    [InlineData("LIFECYCLE", "OnLifecycle")]
    [InlineData("REBOOT", "OnReboot")]
    [InlineData("BALLOON_CHANGE", "OnBalloonChange")]
    [InlineData("DEVICE_ADDED", "OnDevice")]
    [InlineData("DEVICE_REMOVED", "OnDevice")]
    [InlineData("METADATA_CHANGE", "OnMetadataChange")]
    [InlineData("MEMORY_DEVICE_SIZE_CHANGE", "OnMemoryDeviceSizeChange")]
    public void Arguments_of_callbacks_are_libvirts(string libvirtsEvent, string method)
    {
        var api = XDocument.Load(ApiDescription.InstalledPath);
        var name = (string)api.Descendants("enum").Single(value => (string)value.Attribute("name")! == "VIR_DOMAIN_EVENT_ID_" + libvirtsEvent).Attribute("info")!;
        var callback = api.Descendants("functype").Single(type => (string)type.Attribute("name")! == name);

        var ours = typeof(EventCallbacks).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!;

        Assert.Equal(callback.Elements("arg").Select(argument => Ours((string)argument.Attribute("type")!)), ours.GetParameters().Select(parameter => parameter.ParameterType));
        Assert.Equal(Ours((string)callback.Element("return")!.Attribute("type")!), ours.ReturnType);
    }

    private static Type Ours(string type) => type switch
    {
        "virConnectPtr" or "virDomainPtr" or "void *" => typeof(nint),
        "const char *" => typeof(byte*),
        "unsigned long long" => typeof(ulong),
        "int" => typeof(int),
        "void" => typeof(void),
        _ => throw new NotSupportedException(type),
    };
}

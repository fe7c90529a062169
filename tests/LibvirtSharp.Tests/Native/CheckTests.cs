using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Native;

public sealed class CheckTests
{
    [Theory]
    [InlineData("VirDomain.Suspend(Handle)", "virDomainSuspend")]
    [InlineData("VirConnect.GetAllDomainStats(Handle, (uint)groups, out records, (uint)flags)", "virConnectGetAllDomainStats")]
    [InlineData("Vir.Initialize()", "virInitialize")]
    [InlineData("VirDomain.LookupByUUID", "virDomainLookupByUUID")]
    public void An_exception_names_the_c_function_of_the_call(string call, string function)
    {
        Assert.Equal(function, LastError.FunctionName(call));
    }
}

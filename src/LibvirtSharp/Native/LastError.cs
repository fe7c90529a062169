namespace LibvirtSharp.Native;

/// <summary>The error of this thread's last libvirt call.</summary>
internal static unsafe class LastError
{
    internal static LibvirtErrorCode Code
    {
        get
        {
            var error = Vir.GetLastError();
            return error is null ? LibvirtErrorCode.Ok : (LibvirtErrorCode)error->Code;
        }
    }

    /// <param name="call">The call as the compiler saw it, such as <c>VirDomain.Suspend(Handle)</c>.</param>
    internal static LibvirtException ToException(string call)
    {
        var function = FunctionName(call);
        var error = Vir.GetLastError();
        return error is null
            ? new LibvirtException(
                LibvirtErrorCode.InternalError,
                LibvirtErrorDomain.None,
                LibvirtErrorLevel.Error,
                "failed without an error message",
                function)
            : new LibvirtException(
                LibvirtEnum.From<LibvirtErrorCode>(error->Code),
                LibvirtEnum.From<LibvirtErrorDomain>(error->Domain),
                LibvirtEnum.From<LibvirtErrorLevel>(error->Level),
                error->Message is null ? "no message" : NativeText.Copy(error->Message),
                function);
    }

    /// <summary><c>VirDomain.Suspend(…)</c> becomes <c>virDomainSuspend</c>: the declarations are named so that this holds.</summary>
    internal static string FunctionName(string call)
    {
        var end = call.IndexOf('(', StringComparison.Ordinal);
        var name = (end < 0 ? call : call[..end]).Replace(".", "", StringComparison.Ordinal);
        return string.Concat("v", name.AsSpan(Math.Min(1, name.Length)));
    }
}

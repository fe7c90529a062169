namespace LibvirtSharp;

/// <summary>
/// A libvirt call failed (<see href="https://libvirt.org/html/libvirt-virterror.html#virError">virError</see>).
/// </summary>
public sealed class LibvirtException : Exception
{
    /// <summary>Made from libvirt's last error.</summary>
    public LibvirtException(
        LibvirtEnum<LibvirtErrorCode> code,
        LibvirtEnum<LibvirtErrorDomain> domain,
        LibvirtEnum<LibvirtErrorLevel> level,
        string libvirtMessage,
        string function)
        : base($"{libvirtMessage} ({function}, {code})")
    {
        Code = code;
        Domain = domain;
        Level = level;
        LibvirtMessage = libvirtMessage;
        Function = function;
    }

    /// <summary>What went wrong.</summary>
    public LibvirtEnum<LibvirtErrorCode> Code { get; }

    /// <summary>Which part of libvirt says so.</summary>
    public LibvirtEnum<LibvirtErrorDomain> Domain { get; }

    /// <summary>How serious it is.</summary>
    public LibvirtEnum<LibvirtErrorLevel> Level { get; }

    /// <summary>libvirt's own message, without the addition in <see cref="Exception.Message"/>.</summary>
    public string LibvirtMessage { get; }

    /// <summary>The C function that failed, <c>virDomainSetMemoryFlags</c> for example.</summary>
    public string Function { get; }
}

using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>A connection with a count of its users; closed when it is retired and the last call has ended.</summary>
internal sealed class SharedConnection(LibvirtConnection connection)
{
    private readonly Lock _lock = new();
    private int _users;
    private bool _retired;

    public LibvirtConnection Connection { get; } = connection;

    /// <summary>Objects that end with the connection: event subscriptions.</summary>
    public List<IDisposable> Attached { get; } = [];

    public void AddUser()
    {
        lock (_lock)
            _users++;
    }

    public void Release() => Close(() => _users--);

    /// <summary>Prevents new uses.</summary>
    public void Retire() => Close(() => _retired = true);

    private void Close(Action change)
    {
        lock (_lock)
        {
            change();
            if (!_retired || _users > 0)
                return;
        }

        foreach (var attached in Attached)
            attached.Dispose();
        Connection.Dispose();
    }
}

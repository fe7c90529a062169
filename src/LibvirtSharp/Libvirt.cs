using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>The library as a whole: one per process.</summary>
public static class Libvirt
{
    private static readonly Lock Gate = new();
    private static volatile bool _initialized;
    private static bool _eventLoopStarted;
    private static volatile bool _connectionOpened;

    /// <summary>
    /// An exception thrown by a callback on the event-loop thread, or by the loop itself. Raised on that thread: handlers should
    /// only record it.
    /// </summary>
    public static event EventHandler<CallbackFailedEventArgs>? CallbackFailed
    {
        add => CallbackFailure.Failed += value;
        remove => CallbackFailure.Failed -= value;
    }

    /// <summary>The version of the client library in this process
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virGetVersion">virGetVersion</see>).</summary>
    /// <exception cref="LibvirtNotInstalledException">The library is missing.</exception>
    public static Version LibraryVersion
    {
        get
        {
            Initialize();
            Check.ThrowIfNegative(Vir.GetVersion(out var version, 0, 0));
            return Native.LibraryVersion.Decode(version);
        }
    }

    /// <summary>
    /// Loads libvirt.so.0 and initialises it
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virInitialize">virInitialize</see>), makes sure that SIGPIPE cannot
    /// end
    /// the process, and keeps libvirt from printing errors to stderr. May be called any number of times, from any thread; opening a
    /// connection calls it too.
    /// </summary>
    /// <exception cref="LibvirtNotInstalledException">The library is missing.</exception>
    public static void Initialize()
    {
        if (_initialized)
            return;
        lock (Gate)
        {
            if (_initialized)
                return;
            LibraryFile.Require(LibraryFile.Name);
            BrokenPipeSignal.EnsureHarmless();
            Check.ThrowIfNegative(Vir.Initialize());
            SilentErrors.Install();
            _initialized = true;
        }
    }

    /// <summary>
    /// Starts the background thread that runs libvirt's event loop
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-event.html#virEventRunDefaultImpl">virEventRunDefaultImpl</see>). Needed for
    /// events, for <see cref="LibvirtConnection.Closed"/> and for keepalive; before the first connection is opened. Once per process, later
    /// calls do nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">A connection has been opened already: libvirt would leave it without events.</exception>
    public static void StartEventLoop()
    {
        Initialize();
        lock (Gate)
        {
            if (_eventLoopStarted)
                return;
            if (_connectionOpened)
                throw new InvalidOperationException("Libvirt.StartEventLoop must be called before the first connection is opened.");
            EventLoop.Start();
            _eventLoopStarted = true;
        }
    }

    internal static void NoteConnection() => _connectionOpened = true;
}

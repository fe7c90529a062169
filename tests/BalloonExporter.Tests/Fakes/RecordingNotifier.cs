using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting.Systemd;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Keeps what systemd would have been told.</summary>
internal sealed class RecordingNotifier : ISystemdNotifier
{
    private readonly ConcurrentQueue<string> _told = new();

    public bool IsEnabled => true;

    public IReadOnlyCollection<string> Told => _told;

    public void Notify(ServiceState state) => _told.Enqueue(state.ToString());
}

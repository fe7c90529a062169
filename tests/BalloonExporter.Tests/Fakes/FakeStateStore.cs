using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

internal sealed class FakeStateStore : IStateStore
{
    public bool Answer { get; set; } = true;

    public Action Saving { get; set; } = () => { };

    public int Saves { get; private set; }

    public int Soon { get; private set; }

    public Action Rereading { get; set; } = () => { };

    public Task<bool> SaveAsync(CancellationToken cancellation)
    {
        Saves++;
        Saving();
        return Task.FromResult(Answer);
    }

    public void SaveSoon() => Soon++;

    public void Reread() => Rereading();

    public Moment? UsedUpUntil { get; private set; }

    public void UseUp(Moment until) => UsedUpUntil = until;
}

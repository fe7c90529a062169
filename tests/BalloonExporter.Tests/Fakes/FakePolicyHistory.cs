using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Keeps changes in memory.</summary>
internal sealed class FakePolicyHistory : IPolicyHistory
{
    private readonly List<(Guid Uuid, PolicyEdit Edit)> _edits = [];

    public IReadOnlyList<PolicyEdit> ChangesOf(Guid uuid) => [.. _edits.Where(each => each.Uuid == uuid).Select(each => each.Edit)];

    public Task NoteAsync(Guid uuid, PolicyEdit edit)
    {
        _edits.Insert(0, (uuid, edit));
        return Task.CompletedTask;
    }

    public void See(DomainMemory domain, Moment readAt)
    {
    }

    public void Keep(IReadOnlySet<Guid> existing)
    {
    }
}

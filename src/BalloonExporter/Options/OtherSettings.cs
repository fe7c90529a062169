using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>Settings that are no options: policies and constants of the plan in the configuration file, and sockets passed by systemd.</summary>
internal sealed class OtherSettings : IOtherSettings<ExporterOptions>
{
    private readonly PlannerSection _section = new();
    private IReadOnlyList<ActivatedSocket> _sockets = [];
    private IReadOnlyList<PolicyOverride> _policies = [];
    private PlannerConstants _planner = PlannerConstants.Shipped;

    public void ReadEnvironment(IReadOnlyDictionary<string, string> environment, List<string> problems) =>
        _sockets = ActivatedSocket.Read(environment, Environment.ProcessId, problems);

    public bool TryTake(string key, YamlNode? value, FilePlace place, List<string> problems)
    {
        if (key != PolicySection.Key)
            return _section.TryTake(key, value, place, problems);
        _policies = PolicySection.Read(value, place.Path, problems);
        return true;
    }

    public void EndFile(List<string> problems) => _planner = _section.Read(problems);

    public ExporterOptions AddTo(ExporterOptions options) => options with
    {
        Sockets = _sockets,
        Limits = options.Limits with { Overrides = _policies, Planner = _planner },
    };
}

namespace BalloonExporter.Fuzz.Targets;

/// <summary>Everything of the program that reads what others write.</summary>
public static class AllTargets
{
    public static IReadOnlyList<Target> List { get; } =
    [
        AlertTargets.Message, AlertTargets.Polled,
        DomainTargets.Definition, DomainTargets.Policy,
        FileTargets.Configuration, FileTargets.WebConfiguration, FileTargets.Fleet,
        BodyTargets.Policy, BodyTargets.Pause,
        WordTargets.Words,
    ];

    public static Target? Find(string name) => List.FirstOrDefault(target => target.Name == name);
}

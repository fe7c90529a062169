using Xunit.Abstractions;

[assembly: TestCollectionOrderer("BalloonExporter.IntegrationTests.LongestFirst", "BalloonExporter.IntegrationTests")]

namespace BalloonExporter.IntegrationTests;

/// <summary>The classes that take minutes begin first, so that none of them is still running when all others are done.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
        [nameof(LoopTests), nameof(StatisticsTests), nameof(ReflexTests), nameof(StuckTests), nameof(MessengerTests), nameof(OptOutTests), nameof(FeedbackTests), nameof(SplitTests), nameof(StatisticsPeriodTests),
            nameof(ChargesTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.FindIndex(Longest, name => collection.DisplayName.EndsWith($".{name}", StringComparison.Ordinal)) is var place and >= 0
            ? place
            : Longest.Length);
}

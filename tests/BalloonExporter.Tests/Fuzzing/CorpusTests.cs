using BalloonExporter.Fuzz.Targets;

namespace BalloonExporter.Tests.Fuzzing;

/// <summary>What fuzzing starts from, and what it has found, is read without a fault.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Targets => [.. AllTargets.List.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_is_read_without_a_fault(string name)
    {
        var inputs = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "BalloonExporter.Fuzz", "corpus", name));

        Assert.NotEmpty(inputs);
        foreach (var input in inputs)
        {
            var fault = Record.Exception(() => AllTargets.Find(name)!.Read(File.ReadAllBytes(input)));
            Assert.True(fault is null, $"{Path.GetFileName(input)}: {fault}");
        }
    }
}

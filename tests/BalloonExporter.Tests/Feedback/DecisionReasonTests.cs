using System.Reflection;
using BalloonExporter.Policy;

namespace BalloonExporter.Tests.Feedback;

/// <summary>The reasons that only the exporter gives; all others are pinned in the tests of the core.</summary>
public sealed class DecisionReasonTests
{
    [Theory]
    [InlineData(DecisionReason.AuditUnwritable)]
    [InlineData(DecisionReason.DomainGone)]
    [InlineData(DecisionReason.Timeout)]
    [InlineData(DecisionReason.LibvirtError)]
    [InlineData(DecisionReason.LibvirtDown)]
    [InlineData(DecisionReason.InProgress)]
    [InlineData(DecisionReason.TooManyRequests)]
    public void Every_reason_is_the_beginning_of_a_tests_name(DecisionReason reason)
    {
        var label = reason.ToLabel();
        var sentence = char.ToUpperInvariant(label[0]) + label[1..];

        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name);

        Assert.Contains(tests, name => name.StartsWith(sentence + "_", StringComparison.Ordinal));
    }
}

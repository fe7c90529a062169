using System.Runtime.InteropServices;
using Prometheus;

namespace BalloonExporter.Tests.Architecture;

/// <summary>Code that breaks the rules, for the checker to find.</summary>
internal static class Breaches
{
    internal sealed class InAField
    {
        public readonly Counter?[] Counters = [];
    }

    internal abstract class InASignature
    {
        public abstract void Take(Counter[] counters);
    }

    internal static class InABody
    {
        public static string Name() => Prometheus.Metrics.CreateCounter("breach", "breach").ToString()!;
    }

    internal static class InAnAsynchronousLambda
    {
        public static Func<Task<object>> Later() => async () =>
        {
            await Task.Yield();
            return Prometheus.Metrics.DefaultRegistry;
        };
    }

    internal sealed class AsABase : MetricHandler
    {
        protected override Task StartServer(CancellationToken cancel) => Task.CompletedTask;
    }

    internal abstract class AsATypeArgument
    {
        public abstract IReadOnlyList<Dictionary<string, Gauge>> All();
    }

    internal static class InAGenericCall
    {
        public static object None() => Array.Empty<Summary>();
    }

    [Mark(typeof(Gauge))]
    internal static class InAnAttribute;

    internal sealed class AtAProperty
    {
        [Mark(typeof(Gauge))]
        public int Size { get; init; }
    }

    internal abstract class AtAParameter
    {
        public abstract void Take([Mark(typeof(Gauge[]))] int size);
    }

    internal abstract class AtAReturnValue
    {
        [return: Mark(typeof(Gauge))]
        public abstract int Size();
    }

    internal abstract class InAnEvent
    {
        public abstract event Action<Gauge> Changed;
    }

    internal static class NativeFunctionElsewhere
    {
        [DllImport("libc", EntryPoint = "getpid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetProcessId();
    }

    [AttributeUsage(AttributeTargets.All)]
    private sealed class MarkAttribute(Type type) : Attribute
    {
        public Type Type => type;
    }
}

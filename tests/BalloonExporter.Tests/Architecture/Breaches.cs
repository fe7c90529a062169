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

    internal static class NativeFunctionElsewhere
    {
        [DllImport("libc", EntryPoint = "getpid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetProcessId();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>
/// One thread that lives as long as this process and starts every child. The kernel sends the parent-death signal when the
/// *thread* that started a child ends, and threads of the pool end when they are idle: they would take the children with them.
/// </summary>
internal static class SpawningThread
{
    private static readonly BlockingCollection<Action> Work = [];

    static SpawningThread() => new Thread(Run) { IsBackground = true, Name = "spawning" }.Start();

    public static Task StartAsync(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(new LabException($"{process.StartInfo.FileName} could not be started: {e.Message}", e));
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var work in Work.GetConsumingEnumerable())
            work();
    }
}

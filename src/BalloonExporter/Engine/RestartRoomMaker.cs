using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Engine;

/// <summary>Makes room on the host for what a guest will be owed after its restart, out of idle memory of others, and waits for it.</summary>
internal sealed class RestartRoomMaker(SharedReader reader, ExpectedStarts starts, Limits limits, SteadyClock clock, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(5);

    /// <summary>Waits until there is room, at most <see cref="RestartLimits.RoomTime"/>.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="goesOn">Whether the restart is still wanted.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What is missing, in KiB; zero: there is room.</returns>
    public async Task<long> MakeAsync(DomainPower domain, Func<bool> goesOn, CancellationToken cancellation)
    {
        var until = clock.Now + RestartLimits.RoomTime;
        while (true)
        {
            var missingKib = await MissingKibAsync(domain, cancellation);
            if (missingKib == 0 || clock.Now >= until || !goesOn())
            {
                if (missingKib > 0)
                    starts.Forget(domain.Uuid);
                return missingKib;
            }

            await Task.Delay(Interval, time, cancellation);
        }
    }

    private async Task<long> MissingKibAsync(DomainPower domain, CancellationToken cancellation)
    {
        var snapshot = await reader.ReadOneAsync(domain.Uuid, ReadDeadline, cancellation);
        var owedKib = RestartRoom.OwedKib(domain, snapshot.Domains.FirstOrDefault(each => each.Uuid == domain.Uuid)?.ResidentKib, limits);
        if (owedKib == 0)
            return 0;
        // The reflexes take idle memory of others until the host has this above RED.
        starts.Owe(domain.Uuid, owedKib, clock.Now);
        return snapshot.Memory is { } host ? RestartRoom.MissingKib(owedKib, host, limits) : owedKib;
    }
}

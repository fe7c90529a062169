using System.Runtime.CompilerServices;
using BalloonExporter.Footprint;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Tests.Footprint;

/// <summary>
/// Alone: a collection that another test asks for at the wrong moment promotes the garbage out of reach, or stands in for ours.
/// </summary>
[CollectionDefinition(nameof(ScrapeGarbageTests), DisableParallelization = true)]
[Collection(nameof(ScrapeGarbageTests))]
public sealed class ScrapeGarbageTests
{
    private const int Requests = 20;

    [Fact]
    public async Task What_a_scrape_left_behind_is_collected_when_its_answer_is_sent()
    {
        // What earlier tests left running may still collect: of a few scrapes one is enough.
        for (var scrape = 0; scrape < 5; scrape++)
        {
            if (!(await ScrapeAsync()).IsAlive) { return; }
        }

        Assert.Fail("What five scrapes left behind is still there.");
    }

    [Fact]
    public async Task The_page_that_is_scraped_collects_and_the_others_do_not()
    {
        await using var exporter = await TestExporter.StartAsync(TestOptions.Observe);

        Assert.InRange(await CollectionsAsync(exporter, "/-/healthy"), 0, Requests / 2);
        Assert.InRange(await CollectionsAsync(exporter, TestOptions.Observe.TelemetryPath), (Requests / 2) + 1, int.MaxValue);
    }

    [Fact]
    public void The_C_library_takes_the_advice() => Assert.True(MemoryAdvice.TryShareArena());

    private static async Task<WeakReference> ScrapeAsync()
    {
        var response = new Response();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        WeakReference? garbage = null;

        await ScrapeGarbage.CollectAfterwards(EndpointFilterInvocationContext.Create(context), _ =>
        {
            garbage = Garbage();
            return default;
        });
        await response.CompleteAsync();

        return Assert.IsType<WeakReference>(garbage);
    }

    private static async Task<int> CollectionsAsync(TestExporter exporter, string path)
    {
        var before = GC.CollectionCount(1);
        for (var request = 0; request < Requests; request++)
        {
            _ = await exporter.Http.GetStringAsync(path);
            // The collection comes after the last byte.
            await Task.Delay(20);
        }

        return GC.CollectionCount(1) - before;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Garbage() => new(new object());

    private sealed class Response : HttpResponseFeature
    {
        private readonly List<Func<Task>> _completed = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Add(() => callback(state));

        public Task CompleteAsync() => Task.WhenAll(_completed.Select(callback => callback()));
    }
}

namespace BalloonExporter.Backtest.Simulation;

/// <summary>Some items of many, each as likely as another (reservoir sampling).</summary>
/// <param name="count">How many are kept.</param>
/// <param name="random">Draws.</param>
internal sealed class Drawn<T>(int count, Random random)
{
    private readonly List<T> _items = [];
    private int _seen;

    public IReadOnlyList<T> Items => _items;

    public void Add(T item)
    {
        _seen++;
        if (_items.Count < count)
            _items.Add(item);
        else if (count > 0 && random.Next(_seen) is var index && index < count)
            _items[index] = item;
    }
}

namespace BalloonExporter.Lab;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["guest-smoke", ..])
            return await GuestSmoke.RunAsync();
        Console.Error.WriteLine("usage: balloon-lab guest-smoke");
        return 2;
    }
}

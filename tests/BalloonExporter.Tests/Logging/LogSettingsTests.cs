using BalloonExporter.Api;
using BalloonExporter.Engine;
using BalloonExporter.Libvirt;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Web;
using ExporterToolkit.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Logging;

public sealed class LogSettingsTests
{
    [Theory]
    [InlineData(LogLevel.Debug, "BalloonExporter.X", LogLevel.Debug)]
    [InlineData(LogLevel.Information, "BalloonExporter.X", LogLevel.Information)]
    [InlineData(LogLevel.Error, "BalloonExporter.X", LogLevel.Error)]
    [InlineData(LogLevel.Debug, "Microsoft.AspNetCore.X", LogLevel.Warning)]
    [InlineData(LogLevel.Error, "Microsoft.AspNetCore.X", LogLevel.Error)]
    public void Nothing_below_the_level_is_logged_and_of_the_web_server_nothing_below_a_warning(LogLevel level, string category, LogLevel least)
    {
        using var app = Build(TestOptions.Observe with { LogLevel = level });
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.True(logger.IsEnabled(least));
        Assert.False(logger.IsEnabled(least - 1));
    }

    [Theory]
    [InlineData(LogLevel.Debug, LogLevel.Debug)]
    [InlineData(LogLevel.Information, LogLevel.Information)]
    [InlineData(LogLevel.Warning, LogLevel.Information)]
    [InlineData(LogLevel.Error, LogLevel.Information)]
    public void No_level_leaves_the_audit_out(LogLevel level, LogLevel least)
    {
        using var app = Build(TestOptions.Act with { LogLevel = level });
        foreach (var category in (Type[])[typeof(AuditTrail), typeof(Pauses), typeof(PolicyWriter), typeof(DefinitionReconciler)])
        {
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category.FullName!);

            Assert.True(logger.IsEnabled(least));
            Assert.False(logger.IsEnabled(least - 1));
        }
    }

    [Fact]
    public void Nothing_else_writes_log_lines()
    {
        using var app = Build(TestOptions.Observe);

        Assert.IsType<LineLoggerProvider>(Assert.Single(app.Services.GetServices<ILoggerProvider>()));
    }

    private static WebApplication Build(ExporterOptions options)
    {
        var builder = ExporterHost.CreateBuilder(options, ApiSocket.None);
        builder.Logging.AddExporter(options);
        builder.Services.AddExporter(options);
        return builder.Build();
    }
}

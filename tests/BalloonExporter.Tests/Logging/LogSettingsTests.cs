using BalloonExporter.Logging;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

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
    [InlineData("Logfmt", LogfmtFormatter.FormatterName)]
    [InlineData("Json", JsonFormatter.FormatterName)]
    public void The_format_chooses_the_formatter_and_everything_goes_to_standard_error(string format, string formatter)
    {
        using var app = Build(TestOptions.Observe with { LogFormat = Enum.Parse<LogFormat>(format) });
        var console = app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;

        Assert.Equal(formatter, console.FormatterName);
        Assert.Equal(LogLevel.Trace, console.LogToStandardErrorThreshold);
        Assert.Contains(app.Services.GetServices<ConsoleFormatter>(), known => known.Name == formatter);
    }

    private static WebApplication Build(ExporterOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddExporter(options);
        builder.Services.AddExporter(options);
        return builder.Build();
    }
}

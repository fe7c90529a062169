using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>The current keys of the API: read again when their file changes. Thread-safe.</summary>
/// <remarks>
/// While the keys file is invalid no key is accepted: continuing with the old one would leave open what an operator meant to close. An
/// invalid token file disables its own entry only. Both are logged and counted once.
/// </remarks>
internal sealed partial class ApiKeys(ExporterOptions options, IFeedbackMetrics metrics, ILogger<ApiKeys> log)
{
    private readonly Lock _lock = new();
    private readonly ReloadedKeys? _file = options.Api.KeysFile is { } file ? new ReloadedKeys(file.FullName) : null;
    private IReadOnlyList<Grant>? _grants;
    private KeyRing _ring = options.Api.KeysFile is null ? KeyRing.OfLegacyOptions(options) : KeyRing.Empty;

    public KeyRing Current
    {
        get
        {
            if (_file is null)
                return _ring;
            lock (_lock)
            {
                var grants = _file.Read(out var changed);
                if (changed is not null)
                    FileChanged(options.Api.KeysFile!.FullName, changed);
                if (grants != _grants)
                    _ring = grants is null ? KeyRing.Empty : new KeyRing(grants);
                _grants = grants;
                return _ring;
            }
        }
    }

    /// <summary>The entry of a bearer token; null when it is unknown.</summary>
    public Grant? OfToken(string shown) => Current.OfToken(shown, TokenChanged);

    private void FileChanged(string file, string problem)
    {
        if (problem.Length == 0)
        {
            FileIsGood(file);
            return;
        }

        metrics.KeyUnusable();
        FileIsWrong(file, problem);
    }

    private void TokenChanged(Grant key, string problem)
    {
        if (problem.Length == 0)
        {
            TokenIsGood(key.File!, key.Holder);
            return;
        }

        metrics.KeyUnusable();
        TokenIsWrong(key.Holder, problem);
    }

    [LoggerMessage(LogLevel.Error, "The keys file is wrong: no key is taken until it is repaired")]
    private partial void FileIsWrong(string file, string err);

    [LoggerMessage(LogLevel.Information, "The keys file is good again")]
    private partial void FileIsGood(string file);

    [LoggerMessage(LogLevel.Error, "The token file is wrong: no token is taken until it is repaired")]
    private partial void TokenIsWrong(string key, string err);

    [LoggerMessage(LogLevel.Information, "The token file is good again")]
    private partial void TokenIsGood(string file, string key);
}

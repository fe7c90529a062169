using System.Text.Json.Serialization.Metadata;
using BalloonExporter.Alertmanager;
using BalloonExporter.Api;
using Microsoft.AspNetCore.OpenApi;

namespace BalloonExporter.OpenApi;

/// <summary>What the document calls the types of answers and messages.</summary>
internal sealed class SchemaNames
{
    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(AlertmanagerMessage)] = "Message",
        [typeof(AlertmanagerAlert)] = "Alert",
        [typeof(AlertResult)] = "Result",
        [typeof(ApiError)] = "Error",
        [typeof(DecisionEntry)] = "Decision",
        [typeof(DecisionList)] = "Decisions",
        [typeof(DomainEntry)] = "Domain",
        [typeof(DomainList)] = "Domains",
        [typeof(DomainMemoryEntry)] = "DomainMemory",
        [typeof(DomainMovementsEntry)] = "DomainMovements",
        [typeof(DomainPolicyEntry)] = "DomainPolicy",
        [typeof(EffectiveReport)] = "EffectivePolicy",
        [typeof(PauseAnswer)] = "Pause",
        [typeof(PolicyReport)] = "Policy",
        [typeof(PolicySpecReport)] = "StoredPolicy",
    };

    private readonly Dictionary<string, Type> _types = [];

    /// <summary>The types that were met, by name.</summary>
    public IReadOnlyDictionary<string, Type> Types => _types;

    public string? Of(JsonTypeInfo type)
    {
        if (OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } usual)
            return null;
        var name = Known.GetValueOrDefault(type.Type, usual);
        _types[name] = type.Type;
        return name;
    }
}

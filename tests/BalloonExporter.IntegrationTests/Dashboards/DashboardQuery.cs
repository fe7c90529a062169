namespace BalloonExporter.IntegrationTests.Dashboards;

/// <summary>One query of a dashboard: of a panel, a variable or an annotation.</summary>
internal sealed record DashboardQuery
{
    /// <summary>The dashboard's uid.</summary>
    public required string Dashboard { get; init; }

    /// <summary>The panel's title, or the name of the variable or annotation.</summary>
    public required string Part { get; init; }

    /// <summary>Tells the queries of a part apart: A, B, C.</summary>
    public required string RefId { get; init; }

    public required string Expression { get; init; }

    /// <summary>The text of a legend or mark, with {{label}} in it.</summary>
    public string Legend { get; init; } = "";

    /// <summary>Asked for one moment, not for the time shown.</summary>
    public bool IsInstant { get; init; }

    /// <summary>Shown as rows of a table, which has no legend.</summary>
    public bool IsTable { get; init; }

    /// <summary>Of a tile that shows the present.</summary>
    public bool IsTile { get; init; }

    /// <summary>Where it stands, as messages and the list of exceptions name it.</summary>
    public string Name => $"{Dashboard}/{Part}/{RefId}";
}

namespace BalloonExporter.Lab.Bench;

/// <summary>Resident memory in the middle and at the end of a run.</summary>
internal sealed record Memory(long HalfwayBytes, long EndBytes);

namespace BalloonExporter.Core.Model;

/// <summary>Why a domain stands still or is gone although nobody stopped it.</summary>
public enum DomainFailure
{
    /// <summary>The guest or its QEMU crashed.</summary>
    Crashed,

    /// <summary>Paused, because a disk gave an error.</summary>
    IoError,
}

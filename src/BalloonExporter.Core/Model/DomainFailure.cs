namespace BalloonExporter.Core.Model;

/// <summary>Why a domain is paused or stopped without a command.</summary>
public enum DomainFailure
{
    /// <summary>The guest or its QEMU crashed.</summary>
    Crashed,

    /// <summary>Paused after a disk error.</summary>
    IoError,
}

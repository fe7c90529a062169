namespace BalloonExporter.Lab;

/// <summary>Something of the lab did not come up or did not answer; the message holds the tail of the log concerned.</summary>
public sealed class LabException : Exception
{
    public LabException(string message) : base(message)
    {
    }

    public LabException(string message, Exception inner) : base(message, inner)
    {
    }
}

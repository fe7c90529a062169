using System.Text.Encodings.Web;

namespace BalloonExporter.Api;

/// <summary>
/// Escapes texts of answers as .NET does by default, but leaves apostrophes: people read the errors. <c>&lt;</c> and <c>&gt;</c> stay
/// escaped, because a browser that guesses the type could take them for HTML.
/// </summary>
internal sealed class AnswerEncoder : JavaScriptEncoder
{
    private AnswerEncoder()
    {
    }

    public static AnswerEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => Default.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar != '\'' && Default.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var start = 0; start < textLength; start++)
        {
            var found = Default.FindFirstCharacterToEncode(text + start, textLength - start);
            if (found < 0)
                return -1;
            start += found;
            if (text[start] != '\'')
                return start;
        }

        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (unicodeScalar != '\'')
            return Default.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        numberOfCharactersWritten = bufferLength > 0 ? 1 : 0;
        if (bufferLength > 0)
            *buffer = '\'';
        return bufferLength > 0;
    }
}

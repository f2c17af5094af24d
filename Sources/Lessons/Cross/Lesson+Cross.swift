extension Lesson {
  /// Cross-attention of names.
  public static let cross = cross(SpellingRecipe())

  /// Cross-attention: an encoder reads a name, and a decoder that looks into it writes the name backward.
  ///
  /// - Parameter recipe: how the speller is trained.
  public static func cross(_ recipe: SpellingRecipe) -> Lesson {
    Lesson(
      "cross",
      title: "Cross-attention: one sequence reads another",
      purpose: "an encoder–decoder learns to spell names backward while you watch",
      minutes: 10,
      abilities: [
        "say where queries, keys and values of cross-attention come from",
        "compute a row of it, and say which attention of an encoder–decoder is masked",
        "read its map, and predict what happens when it is changed or switched off",
      ],
      parts: { workbench in
        let spelling = Once { () throws(LessonError) in try Spelling(recipe, on: workbench) }
        return [
          part { Part(opening) },
          part { CrossRow().part },
          spelling.part { $0.spelt },
          spelling.part { $0.mapped },
          spelling.part { $0.changed },
        ]
      }
    )
  }

  private static let opening: [Block] = [
    .paragraph(
      """
      An *encoder–decoder* works with two sequences. The *encoder* reads the first one, the *source*, all at once, and makes a vector of each token. The *decoder* writes the second one, \
      the *target*, one token after another. In this lesson the source is a name and the target the same name backward: “emma” becomes “amme”.
      """
    ),
    wordsOfTraining,
    .paragraph(
      "A block of the decoder attends twice before its feed-forward part. *norm* is the RMSNorm of the lesson `scaling`:"
    ),
    .formula([
      "x ← x + self-attention(norm(x))    to what the decoder has written so far",
      "x ← x + cross-attention(norm(x))   to the encoder's outputs",
      "x ← x + feed-forward(norm(x))",
    ]),
    .paragraph(
      "Attention from one sequence to another is called *cross-attention*. It has matrices W_q, W_k, W_v and W_o of its own."
    ),
    .question(
      Question(
        "The decoder is about to write a letter and needs to know something of the name. In cross-attention, where do queries, keys and values come from?",
        [
          "queries from the encoder, keys and values from the decoder",
          "queries from the decoder, keys and values from the encoder",
          "queries and keys from the encoder, values from the decoder",
          "all three from the encoder",
        ],
        right: 1,
        reason:
          "The query belongs to whoever asks, and that is the decoder: it knows which letter is due. Keys and values belong to what is looked at: W_k and W_v are applied to the encoder's outputs."
      )
    ),
    .question(
      Question(
        "A causal mask hides later positions. Which of the three attentions needs it: the encoder's self-attention, the decoder's self-attention, the cross-attention?",
        [
          "all three: attention is always causal", "the decoder's self-attention alone",
          "the decoder's self-attention and the cross-attention", "the encoder's self-attention alone",
        ],
        right: 1,
        reason:
          "The mask keeps a model from reading what it is to predict. Only the target is predicted. The whole source is known before the first letter is written, so nothing in it needs to be hidden, neither from the encoder nor from the decoder."
      )
    ),
  ]
}

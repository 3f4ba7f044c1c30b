window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "1750000000000000999",
      "updatedAt": "2024-01-24T04:00:01.000Z",
      "createdAt": "2024-01-24T04:00:00.000Z",
      "core": {
        "styletags": [],
        "urls": [
          {
            "expandedUrl": "https://example.org/whole",
            "shortUrl": "https://t.co/a1",
            "toIndex": "77",
            "fromIndex": "54"
          }
        ],
        "text": "A long post about reading archives whole &amp; true. See https://t.co/a1 and more than two hundred and eighty characters.",
        "mentions": [],
        "cashtags": [],
        "hashtags": []
      }
    }
  }
]

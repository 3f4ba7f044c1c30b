window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1626922779105759400"
          ],
          "editableUntil": "2023-02-18T13:03:11.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "display_text_range": [
        "0",
        "80"
      ],
      "favorite_count": "2",
      "id_str": "1626922779105759400",
      "truncated": false,
      "retweet_count": "0",
      "id": "1626922779105759400",
      "created_at": "Sat Feb 18 12:33:11 +0000 2023",
      "favorited": false,
      "full_text": "Gone",
      "lang": "en",
      "deleted_at": "2023-03-01T08:00:00.000Z"
    }
  }
]

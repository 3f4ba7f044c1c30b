window.YTD.community_tweet.part0 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1611701861727313922"
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
      "id_str": "1611701861727313922",
      "truncated": false,
      "retweet_count": "0",
      "id": "1611701861727313922",
      "created_at": "Sat Jan 07 12:33:11 +0000 2023",
      "favorited": false,
      "full_text": "In a community",
      "lang": "en",
      "community_id": "1493446837214187523",
      "community_id_str": "1493446837214187523"
    }
  }
]

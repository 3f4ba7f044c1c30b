window.YTD.tweets.part1 = [
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1750000000000000001"
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
      "id_str": "1750000000000000001",
      "truncated": false,
      "retweet_count": "0",
      "id": "1750000000000000001",
      "created_at": "Wed Jan 24 04:00:00 +0000 2024",
      "favorited": false,
      "full_text": "A long post about reading archives whole &amp; true. See https://t.co/a1 and…",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1626922779105759300"
          ],
          "editableUntil": "2023-02-18T13:03:11.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "user_mentions": [
          {
            "name": "Bob",
            "screen_name": "bob",
            "indices": [
              "0",
              "4"
            ],
            "id_str": "34",
            "id": "34"
          }
        ],
        "urls": [
          {
            "url": "https://t.co/zz",
            "expanded_url": "https://example.org/z?a=1",
            "display_url": "example.org/z",
            "indices": [
              "15",
              "30"
            ]
          }
        ],
        "media": [
          {
            "url": "https://t.co/pic",
            "media_url_https": "https://pbs.twimg.com/media/p.jpg",
            "type": "photo"
          }
        ]
      },
      "display_text_range": [
        "0",
        "80"
      ],
      "favorite_count": "2",
      "id_str": "1626922779105759300",
      "truncated": false,
      "retweet_count": "0",
      "id": "1626922779105759300",
      "created_at": "Sat Feb 18 12:33:11 +0000 2023",
      "favorited": false,
      "full_text": "@bob Yes, with https://t.co/zz &lt;3 https://t.co/pic",
      "lang": "en",
      "in_reply_to_status_id": "1626900000000000000",
      "in_reply_to_status_id_str": "1626900000000000000",
      "in_reply_to_user_id": "34",
      "in_reply_to_user_id_str": "34",
      "in_reply_to_screen_name": "bob",
      "extended_entities": {
        "media": [
          {
            "url": "https://t.co/pic",
            "type": "photo",
            "ext_alt_text": "A graph that rises"
          },
          {
            "url": "https://t.co/pic",
            "type": "photo"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1626922779105759301"
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
      "id_str": "1626922779105759301",
      "truncated": false,
      "retweet_count": "0",
      "id": "1626922779105759301",
      "created_at": "Sat Feb 18 12:40:11 +0000 2023",
      "favorited": false,
      "full_text": "RT @bob: What Bob wrote",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "initial": {
          "editTweetIds": [
            "1626922779105759302"
          ],
          "editableUntil": "2023-02-18T13:03:11.000Z",
          "editsRemaining": "5",
          "isEditEligible": false
        }
      },
      "retweeted": false,
      "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "entities": {
        "urls": [
          {
            "url": "https://t.co/q",
            "expanded_url": "https://twitter.com/bob/status/1626900000000000000"
          }
        ]
      },
      "display_text_range": [
        "0",
        "80"
      ],
      "favorite_count": "2",
      "id_str": "1626922779105759302",
      "truncated": false,
      "retweet_count": "0",
      "id": "1626922779105759302",
      "created_at": "Sat Feb 18 12:41:11 +0000 2023",
      "favorited": false,
      "full_text": "Look https://t.co/q",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {
        "edit": {
          "initialTweetId": "1627038960352140000",
          "editControlInitial": {
            "editTweetIds": [
              "1627038960352140000",
              "1627038980352147458"
            ],
            "editableUntil": "2023-02-18T21:20:00.000Z",
            "editsRemaining": "4",
            "isEditEligible": true
          }
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
      "id_str": "1627038980352147458",
      "truncated": false,
      "retweet_count": "0",
      "id": "1627038980352147458",
      "created_at": "Sat Feb 18 20:21:00 +0000 2023",
      "favorited": false,
      "full_text": "Edited",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "edit_info": {},
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
      "id_str": "17",
      "truncated": false,
      "retweet_count": "0",
      "id": "17",
      "created_at": "Sat Feb 30 12:41:11 +0000 2023",
      "favorited": false,
      "full_text": "A broken time",
      "lang": "en"
    }
  }
]

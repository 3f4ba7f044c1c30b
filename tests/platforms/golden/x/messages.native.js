window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "12-34",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "34",
            "senderId": "12",
            "text": "private",
            "id": "1",
            "createdAt": "2024-01-01T00:00:00.000Z"
          }
        },
        {
          "messageCreate": {
            "text": "private too",
            "id": "2"
          }
        }
      ]
    }
  }
]

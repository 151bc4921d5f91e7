SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" \
    --overrides '{"taskRoleArn": "arn:aws:iam::123456789012:role/archiveTaskRole", "containerOverrides": [{"name": "report", "environment": [{"name": "BUCKET", "value": "shop-archive-'$YEAR'"}]}]}'
